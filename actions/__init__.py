"""What Rasa's rules call. Thin: each action asks the knowledge desk and passes its Replies on as one payload each."""
