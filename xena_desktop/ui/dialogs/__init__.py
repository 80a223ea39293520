"""Questions that must be answered; each is awaited."""
