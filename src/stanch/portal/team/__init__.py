"""Several people on one case: accounts with a second factor, invitations, a role for each, all in a sealed database of the portal's own."""
