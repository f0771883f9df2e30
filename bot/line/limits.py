"""LINE's limits on messages, from the Messaging API reference. A UTF-16 unit is what LINE counts text in."""

MAX_MESSAGES = 5  # of one reply or push call
MAX_RECIPIENTS = 500  # of one multicast call
MAX_TEXT_UNITS = 5000  # of a text message
MAX_ALT_TEXT_UNITS = 400  # of a Flex message's alternative text
MAX_BUBBLE_BYTES, MAX_CAROUSEL_BYTES = 30_000, 50_000  # of JSON; LINE says 30 and 50 KB
MAX_CAROUSEL_BUBBLES = 12
MAX_QUICK_REPLIES = 13  # of one message
MAX_QUICK_REPLY_LABEL, MAX_BUTTON_LABEL = 20, 40  # graphemes
MAX_URI_UNITS = 1000
MAX_POSTBACK_UNITS = 300  # of a postback's data
MAX_SPOKEN_UNITS = 300  # of the text that a button sends in the person's name
URI_SCHEMES = frozenset({"http", "https", "line", "tel"})  # LINE refuses mailto
