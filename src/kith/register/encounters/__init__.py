"""Encounters: one meeting of a professional with a child, with everything said, shown, captured and refused in it.

Always holds: claims stand side by side and are never overwritten; originals go to the vault as received; an encounter
of an unknown young person exists without a child until somebody decides; a refusal by the child is as complete an
answer as a capture.
"""
