"""The page behind a share's link: whoever has the link may watch, without a token and an app."""
