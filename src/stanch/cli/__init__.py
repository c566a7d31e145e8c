"""The command line: one verb per room. The folder `verbs` is the list of verbs."""
