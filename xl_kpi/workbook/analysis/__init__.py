"""What a formula says: references resolved, functions known or refused, written for the engines."""
