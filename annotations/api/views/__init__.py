"""The endpoints: read the request, make one call, answer."""
