"""Compiled execution: the answer of a document that is asked often is built by code written for it.

graphql-core's executor finds out the same things for every field of every answer: which field this
is, how its value is had, what its type asks of it. They hang on the document and the schema alone.
So for a document that comes again they are worked out once, and written down as Python:

    deciding    the variables that decide what is selected
    selection   which fields of an object are selected, in the order of the answer
    outline     the objects of an answer; one is open when a resolver in it is waited for
    writing     a synchronous function for each object: one dict display
    draft       both of one document, from which its program is written
    open_part   what such a function leaves out of an open object, and what waits for it
    program     all of that for one document
    run         one answer: what is waited for is a plain task, and its value is projected by its
                function as soon as it is there. There are no waves
    parts_program, parts_executor, parts_memory
                the same for an answer in parts, see below
    completion  where graphql-core takes over, see below
    programs    which documents have a program: those that come again. Bounded, written piecemeal
                between other work, and documents that come once push out none of them

The reference stays graphql-core. A document with something in it that is not covered here is run by
it. And whatever is not as the code expects (a resolver raises, a value is null where none may be,
is of another class, or does not serialise) is no error here: the field in which it happened is
completed by graphql-core's own executor from the value that its resolver gave. So the nulls, the
messages, the paths and the order of errors are graphql-core's, no resolver that is waited for runs
twice, and nothing is asked of a source again.

``@skip`` and ``@include`` are decided before: a document has a program for each way in which its
variables decide them. Where an answer comes whole, a deferred fragment is as good as any other.
Where it comes in parts, graphql-core's incremental executor says what is in which part and when,
for the few objects in which something is deferred; what comes as one there, a panel mostly, is
shown by written code, and what the executor finds out of the document is kept with the program.
Mutations are always run by the reference.
"""
