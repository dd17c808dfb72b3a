from ekphrasis_app.cli.main import main

raise SystemExit(main())
