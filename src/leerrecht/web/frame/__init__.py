"""What every page shares: who is looking, what day it is, the frame around it, and what happens when something fails."""
