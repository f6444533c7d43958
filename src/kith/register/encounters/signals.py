"""What other rooms may listen to, within the transaction of the action that sends it."""

from django.dispatch import Signal

# an encounter was recorded; argument: encounter
encounter_recorded = Signal()
