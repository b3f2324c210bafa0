"""Settings: `demo` for trying, `production` for real children; both start from `base`."""
