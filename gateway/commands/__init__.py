"""The commands of ``endpage``, one a file. Those for development alone may start the company."""
