"""Sphinx: the documentation in Markdown, generated pages beside the written ones."""

from stanch import __version__

project = "Stanch"
author = "The Stanch authors"
project_copyright = "2026, the Stanch authors"
version = release = __version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Stanch"
html_show_sphinx = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
