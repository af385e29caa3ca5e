"""Door 1, machines: the Flask app that receives deliveries."""
