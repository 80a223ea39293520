"""HTTP as the adapters above it need it: no redirects, no environment, bounded, cancellable."""
