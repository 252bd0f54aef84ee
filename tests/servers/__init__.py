"""Real servers, started by the tests on ports of their own."""
