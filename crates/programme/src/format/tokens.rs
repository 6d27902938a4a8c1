//! The tokens of a text, one after another.

use std::iter::Peekable;

use toml_parser::{
    Source,
    lexer::{Lexer, TokenKind},
};

/// Tokens with their texts; the end of the text is no token.
pub(super) struct TomlTokens<'t> {
    text: &'t str,
    lexer: Peekable<Lexer<'t>>,
}

impl<'t> TomlTokens<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        TomlTokens { text, lexer: Source::new(text).lex().peekable() }
    }

    pub(super) fn peek(&mut self) -> Option<TokenKind> {
        self.lexer.peek().map(|token| token.kind()).filter(|kind| *kind != TokenKind::Eof)
    }

    pub(super) fn next(&mut self) -> Option<(TokenKind, &'t str)> {
        self.peek()?;
        let token = self.lexer.next()?;
        let span = token.span();
        Some((token.kind(), self.text.get(span.start()..span.end()).unwrap_or_default()))
    }

    pub(super) fn next_if(&mut self, kind: TokenKind) -> Option<(TokenKind, &'t str)> {
        if self.peek() == Some(kind) { self.next() } else { None }
    }

    pub(super) fn next_unless(&mut self, kinds: &[TokenKind]) -> Option<(TokenKind, &'t str)> {
        if kinds.contains(&self.peek()?) { None } else { self.next() }
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.next_if(TokenKind::Whitespace).is_some() {}
    }

    pub(super) fn skip_line_end(&mut self) {
        self.skip_spaces();
        self.next_if(TokenKind::Newline);
    }
}
