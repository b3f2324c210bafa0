"""The partners around a child: organisations, locations, schools, teams and the people who work in them."""
