"""The person's own disk: connections, accounts without secrets, settings, drafts."""
