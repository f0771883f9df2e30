"""What Rasa's rules call. Thin: an action reads the tracker, asks the answer service, utters."""
