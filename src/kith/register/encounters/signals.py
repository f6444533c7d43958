"""What other rooms may listen to, within the transaction of the action that sends it."""

from django.dispatch import Signal

# an encounter was recorded; argument: encounter
encounter_recorded = Signal()

# a young person was registered as a child new to the register; arguments: encounter, child, why
child_registered = Signal()
