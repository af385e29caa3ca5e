"""The option that says which helpdesk is meant; it may be left out where there is only one."""

import click

helpdesk_option = click.option(
    "--helpdesk", metavar="NAME", help="Which helpdesk, by its name in the settings; may be left out when it is alone."
)
