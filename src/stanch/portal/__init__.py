"""The portal: the case as pages in a browser on this machine. Read only, without script, behind a one-time link."""
