"""The template tags of the pages: `kith` shows what is known, `kith_forms` asks for what is not."""
