"""The poems on this machine: store, migrations, importers, exporters."""
