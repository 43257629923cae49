"""The documentation site: Sphinx reads the Markdown beside this file. `make docs` builds it.

Nothing in it is asked of another host, and a warning is an error.
"""

from __future__ import annotations

import sys
from pathlib import Path

# The pages that are printed from code are printed by what is beside this file, from the rooms.
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

project = "The end page gateway"
html_title = project
extensions = ["myst_parser", "printing.pages"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "printing", "schema"]
nitpicky = True
# Quotation marks are those of the code.
smartquotes = False

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4

html_theme = "furo"
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_static_path = ["static"]
html_css_files = ["house.css"]
pygments_style = "friendly"
pygments_dark_style = "monokai"
