"""Compiled execution: the answer of a document that is asked often is built by code written for it.

graphql-core's executor finds out the same things for every field of every answer: which field this
is, how its value is had, what its type asks of it. They hang on the document and the schema alone.
So for a document that comes again they are worked out once, and written down as Python:

    selection   which fields of an object are selected, in the order of the answer
    outline     the objects of an answer; one is open when a resolver in it is waited for
    writing     a synchronous function for each object that is not open: one dict display
    open_part   what is left: objects in which something is waited for, a task each
    run         one answer: resolvers run as plain tasks, and each is projected by its function as
                soon as it has its own data. There are no waves
    programs    which documents have a program: those that come again. Bounded, written piece by
                piece between other work, and a document that comes once pushes nothing out

The reference stays graphql-core. A document with something in it that is not covered here is run by
it. And whatever is not as the code expects (a resolver raises, a value is null where none may be,
is of another class, or does not serialise) is no error here: the field in which it happened is
completed by graphql-core's own executor from the value that its resolver gave. So the nulls, the
messages, the paths and the order of errors are graphql-core's, no resolver that is waited for runs
twice, and nothing is asked of a source again.

``@skip`` and ``@include`` are decided before: a document has a program for each way in which its
variables decide them. A deferred fragment would be one more object that is begun later, with tasks
of its own; today no document has one. Mutations are always run by the reference.
"""
