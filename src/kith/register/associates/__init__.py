"""Associates: adults, phones, vehicles and addresses met together with a child."""
