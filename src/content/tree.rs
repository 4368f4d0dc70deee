//! The shape of a file with the place of everything in it. `ron` reads values but forgets where they stood;
//! this second look at the same text (through the syntax tree of `ron2`) remembers. Nothing else in this
//! room knows of `ron2`.

use std::ops::Range;

use ron2::ast::{self, Expr, StructBody};

use super::guard;
use crate::model::{PathStep, Span};

/// What stands in a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing inside: a bare variant, `true`, `()`.
    Leaf,
    /// A string.
    Text(String),
    /// A number, as written.
    Number(String),
    /// Named fields.
    Fields(Vec<Field>),
    /// Elements of a list, of a tuple or of a variant in parentheses.
    Items(Vec<Node>),
}

/// A field with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The bytes of its name.
    pub name_range: Range<usize>,
    /// What it holds.
    pub value: Node,
}

/// A value of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its bytes.
    pub range: Range<usize>,
    /// The variant's or struct's name, if it is written.
    pub name: Option<String>,
    /// What is inside.
    pub body: Body,
}

impl Node {
    /// The bytes to underline: the whole of a plain value, the name or the opening bracket of a larger one.
    pub fn head(&self) -> Range<usize> {
        let start = self.range.start;
        match (&self.body, &self.name) {
            (Body::Fields(_) | Body::Items(_), Some(name)) => start..start + name.len(),
            (Body::Fields(_) | Body::Items(_), None) => start..start + 1,
            _ => self.range.clone(),
        }
    }

    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&Self> {
        match &self.body {
            Body::Fields(fields) => fields.iter().find(|field| field.name == name).map(|field| &field.value),
            _ => None,
        }
    }

    /// The bytes of the name of the field called `name`.
    pub fn field_name(&self, name: &str) -> Option<Range<usize>> {
        match &self.body {
            Body::Fields(fields) => {
                fields.iter().find(|field| field.name == name).map(|field| field.name_range.clone())
            }
            _ => None,
        }
    }

    /// The element at `index`.
    pub fn item(&self, index: usize) -> Option<&Self> {
        match &self.body {
            Body::Items(items) => items.get(index),
            _ => None,
        }
    }

    /// The string that stands here.
    pub fn text(&self) -> Option<&str> {
        match &self.body {
            Body::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number that stands here.
    pub fn number(&self) -> Option<i64> {
        match &self.body {
            Body::Number(raw) => raw.replace('_', "").parse().ok(),
            _ => None,
        }
    }

    /// The length of time that stands here.
    pub fn span(&self) -> Option<Span> {
        self.text().and_then(|text| Span::parse(text).ok())
    }

    /// Calls `visit` for this node and all inside it, each with the name of the field it stands in.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(Option<&'a str>, &'a Self)) {
        self.walk_in(None, visit);
    }

    fn walk_in<'a>(&'a self, field: Option<&'a str>, visit: &mut dyn FnMut(Option<&'a str>, &'a Self)) {
        visit(field, self);
        match &self.body {
            Body::Fields(fields) => fields.iter().for_each(|field| field.value.walk_in(Some(&field.name), visit)),
            Body::Items(items) => items.iter().for_each(|item| item.walk_in(None, visit)),
            _ => {}
        }
    }

    /// The bytes to underline for what stands at `path`, or for the deepest part of the path that is written.
    pub fn locate(&self, path: &[PathStep]) -> Range<usize> {
        let mut node = self;
        for step in path {
            let next = match step {
                PathStep::Field(name) => node.field(name),
                PathStep::Index(index) => node.item(*index),
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        node.head()
    }
}

/// The tree of `text`; of a text with mistakes as much as can be made out.
pub fn parse(text: &str) -> Option<Node> {
    let text = hide_some(text);
    let (document, _) = ast::parse_document_lossy(&text);
    document.value.as_ref().map(node)
}

/// Whether the parser of the tree agrees that `text` is well formed, so that all places are known.
#[cfg(test)]
pub fn is_whole(text: &str) -> bool {
    ast::parse_document(&hide_some(text)).is_ok()
}

/// What stands in for the word `Some` while `ron2` reads: that parser always takes it for an optional value,
/// but a variant of the scenario language has this name too. Of the same length, so that places stay.
const SOME_IN_HIDING: &str = "S0me";

fn hide_some(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_word = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    let mut hidden = String::with_capacity(text.len());
    let mut done = 0;
    for (start, byte) in guard::code_bytes(text) {
        let end = start + SOME_IN_HIDING.len();
        let is_some = byte == b'S' && bytes.get(start..end) == Some(b"Some");
        if is_some && !is_word(start.checked_sub(1)) && !is_word(Some(end)) {
            hidden.push_str(text.get(done..start).unwrap_or_default());
            hidden.push_str(SOME_IN_HIDING);
            done = end;
        }
    }
    hidden.push_str(text.get(done..).unwrap_or_default());
    hidden
}

fn node(expr: &Expr<'_>) -> Node {
    let span = expr.span();
    let range = span.start_offset..span.end_offset;
    let plain = |body| Node { range: range.clone(), name: None, body };
    match expr {
        Expr::String(string) => plain(Body::Text(string.value.clone())),
        Expr::Number(number) => plain(Body::Number(number.raw.to_string())),
        Expr::Seq(seq) => plain(Body::Items(seq.items.iter().map(|item| node(&item.expr)).collect())),
        Expr::Tuple(tuple) => plain(items(&tuple.elements)),
        Expr::AnonStruct(anonymous) => plain(fields(&anonymous.fields)),
        Expr::Struct(named) => variant(named, range),
        Expr::Option(option) => match &option.value {
            Some(inner) => node(&inner.expr),
            None => Node { range, name: Some("None".to_owned()), body: Body::Leaf },
        },
        _ => plain(Body::Leaf),
    }
}

fn variant(named: &ast::StructExpr<'_>, range: Range<usize>) -> Node {
    let is_some = named.name.name == SOME_IN_HIDING;
    let name = if is_some { "Some".to_owned() } else { named.name.name.to_string() };
    let body = match &named.body {
        None => Body::Leaf,
        Some(StructBody::Fields(body)) => fields(&body.fields),
        // An optional value is transparent: paths do not count it.
        Some(StructBody::Tuple(body)) => match &body.elements[..] {
            [only] if is_some => return node(&only.expr),
            elements => items(elements),
        },
    };
    Node { range, name: Some(name), body }
}

fn fields(fields: &[ast::StructField<'_>]) -> Body {
    let field = |field: &ast::StructField<'_>| Field {
        name: field.name.name.to_string(),
        name_range: field.name.span.start_offset..field.name.span.end_offset,
        value: node(&field.value),
    };
    Body::Fields(fields.iter().map(field).collect())
}

fn items(elements: &[ast::TupleElement<'_>]) -> Body {
    Body::Items(elements.iter().map(|element| node(&element.expr)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"( // Some comment
    when: Once(All([After("5m"), Hosts(within: Zone("a/b"), are: Held, at_least: 2)]), ("1m", "2m")),
    to: Some(within: Anywhere, count: 3),
    site: Some("xa-001"),
    on: Some(Hosts(["a/b", "a/c"])),
    name: (vi: "Some(", en: "x"),
)"#;

    fn at(path: &[PathStep]) -> &'static str {
        &TEXT[parse(TEXT).unwrap().locate(path)]
    }

    #[test]
    fn paths_lead_to_their_text() {
        use PathStep::{Field, Index};
        assert!(is_whole(TEXT));
        let cond = [Field("when"), Index(0), Index(0), Index(1)];
        assert_eq!(at(&cond), "Hosts");
        assert_eq!(at(&[&cond[..], &[Field("within"), Index(0)]].concat()), "\"a/b\"");
        assert_eq!(at(&[Field("when"), Index(1), Index(1)]), "\"2m\"");
        assert_eq!(at(&[Field("to")]), "Some");
        assert_eq!(at(&[Field("to"), Field("count")]), "3");
        assert_eq!(at(&[Field("site")]), "\"xa-001\"");
        assert_eq!(at(&[Field("on"), Index(0), Index(1)]), "\"a/c\"");
    }

    #[test]
    fn a_path_that_is_not_written_ends_at_what_holds_it() {
        use PathStep::{Field, Index};
        assert_eq!(at(&[Field("name"), Field("fr")]), "(");
        assert_eq!(at(&[Field("absent"), Index(3)]), "(");
    }

    #[test]
    fn a_broken_text_still_has_places() {
        let tree = parse("(province: \"tinh-mau\", seats: [\"A\" \"B\"], level: )").unwrap();
        assert_eq!(tree.field("province").and_then(Node::text), Some("tinh-mau"));
    }
}
