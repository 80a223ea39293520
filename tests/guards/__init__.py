"""What every test is held to: nothing unexpected in the log, nothing left running, nothing of the person's own."""
