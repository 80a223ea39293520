"""The whole program against a server, a browser and a neighbour that mean it no good."""
