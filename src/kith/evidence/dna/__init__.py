"""DNA profiles and kinship. Nothing is compared here yet: a probe with DNA is answered with a weight that says so."""
