"""The command `sahut`."""

import sys

from bot.commands import main

if __name__ == "__main__":
    sys.exit(main())
