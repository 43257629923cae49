"""Media of the company: real video files and still pictures, made once by a packaged encoder.

The encoder is of a process of its own. Everybody else knows the files by `stand_in` alone: which
there are, and how large, is known without one being made.
"""
