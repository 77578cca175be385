"""The screens and the HTTP API of govflow; for now an empty room.

Flask lives here and nowhere else: `create_app`, one module per noun for the screens, `api/`, `templates/`, `static/`,
who may use which route, and the one place where a refusal becomes a page. What must not live here: a rule, a database
session, the name of a state. A view reads its form, calls one act, and redirects or renders. Of our own code it may
import `govflow.acts`, `govflow.reading`, `govflow.domain`, and `govflow.assemble` in `create_app`.
"""
