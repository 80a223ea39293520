"""Work on the bodies of answers, of any size: on files, and in a helper process so that the window stays free."""
