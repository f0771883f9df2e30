"""The actions that Rasa's rules call. Thin: they read the tracker, call the answer service and utter the Replies."""
