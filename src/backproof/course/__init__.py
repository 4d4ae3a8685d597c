"""The files that let a course repository judge its lectures: for tox, pre-commit and continuous integration."""
