"""How well citizens are understood: labelled messages, and the score of the reader on them."""
