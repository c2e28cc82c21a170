"""The people we serve, as each organization knows them."""
