// Browser tests hand functions to the page; this gives those functions the page's types.
/// <reference lib="dom" />
