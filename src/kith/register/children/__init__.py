"""Children: the persons whom the register protects, and what their teams are told.

Always holds: a child has a reference that says nothing about the child, and a team that is responsible.
"""
