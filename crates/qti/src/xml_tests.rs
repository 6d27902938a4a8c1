use super::*;
use crate::tree::Space;

fn read(text: &str) -> XmlElement {
    parse(text, &XmlLimits::ITEM).unwrap()
}

fn refusal(text: &str) -> String {
    let remark = parse(text, &XmlLimits::ITEM).unwrap_err();
    assert_eq!((remark.code, remark.weight), (codes::XML, Weight::Error));
    format!("{}:{} {}", remark.line, remark.column, remark.message)
}

#[test]
fn a_text_becomes_a_tree_with_places() {
    let tree = read("<a>\n  <b x='1'>t<!-- c -->u<![CDATA[<v>]]></b>\n  <ü><c/></ü><d/></a>");
    let b = tree.elements().next().unwrap();
    assert_eq!(b.all_text(), "tu<v>");
    assert_eq!(b.children.len(), 1, "one text on both sides of a comment");
    let places: Vec<_> = tree.elements().map(|e| (e.name.as_str(), e.place.line, e.place.column)).collect();
    assert_eq!(places, [("b", 2, 3), ("ü", 3, 3), ("d", 3, 14)]);
}

#[test]
fn vocabularies_are_known_by_their_addresses() {
    let tree = read(&format!(
        "<q:p xmlns:q='{QTI_3}' xmlns:y='urn:y' xmlns:xl='http://www.w3.org/1999/xlink' xl:href='h' y:z='1' \
         xml:lang='en' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='a b'>\
         <m:math xmlns:m='{MATHML}'/><y:other/></q:p>"
    ));
    let names: Vec<_> = tree.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["xlink:href", "{urn:y}z", "xml:lang"]);
    let spaces: Vec<_> = tree.elements().map(|element| element.space.clone()).collect();
    assert_eq!((tree.space.clone(), spaces), (Space::Qti, vec![Space::MathMl, Space::Other("urn:y".into())]));
    assert_eq!(read(&write(&tree)), tree);
}

#[test]
fn what_was_written_reads_back() {
    let tree = XmlElement::new("p")
        .with("title", "a\"<&>\n\t\r b")
        .text("x < y & z ]]> \r\n\t\u{1}")
        .child(XmlElement { space: Space::Other(String::new()), ..XmlElement::new("none") });
    let again = read(&write(&tree));
    assert_eq!(again.attribute("title"), tree.attribute("title"));
    assert_eq!(again.all_text(), "x < y & z ]]> \r\n\t\u{FFFD}");
    assert_eq!(again.elements().next().unwrap().space, Space::Other(String::new()));
}

#[test]
fn a_document_type_is_refused_where_it_stands() {
    let bomb = "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x 'y'><!ENTITY z SYSTEM 'file:///etc/passwd'>]>\n<a>&z;</a>";
    assert!(refusal(bomb).starts_with("2:1 The file has a document type"), "{}", refusal(bomb));
    assert!(refusal("<a>&x;</a>").contains("unknown entity reference 'x'"), "{}", refusal("<a>&x;</a>"));
    assert!(refusal("<a><b></a>").starts_with("1:7 "), "{}", refusal("<a><b></a>"));
    assert!(refusal("").contains("root node"), "{}", refusal(""));
}

#[test]
fn a_million_nested_elements_are_refused_at_the_limit() {
    let deep = "<a>".repeat(1_000_000);
    assert_eq!(
        refusal(&deep),
        "1:604 The file is too large to be read: more than 200 elements within each other."
    );
    let closed = format!("{}{}", "<a>".repeat(200), "</a>".repeat(200));
    assert!(parse(&closed, &XmlLimits::ITEM).is_ok());
}

#[test]
fn each_limit_refuses() {
    let limits = XmlLimits { bytes: 3_000, depth: 3, nodes: 20, attributes: 3, attribute_bytes: 100 };
    let refusal = |text: &str| parse(text, &limits).unwrap_err().message;
    assert!(refusal(&" ".repeat(3_001)).ends_with("more than 3000 bytes."));
    assert!(refusal("<a><b><c><d/><e></e></c></b></a>").ends_with("more than 3 elements within each other."));
    assert!(refusal(&format!("<a>{}</a>", "<b/>".repeat(20))).ends_with("more than 20 elements and texts."));
    assert!(refusal("<a b='' c='' d='' e=''/>").ends_with("more than 3 attributes of one element."));
    assert!(
        refusal(&format!("<a b='{}'/>", "x".repeat(101))).ends_with("more than 100 bytes in an attribute.")
    );
}

#[test]
fn namespaces_that_pile_up_are_refused() {
    let own =
        |level: usize| (0..90).map(|n| format!(" xmlns:n{level}x{n}='u{level}x{n}'")).collect::<String>();
    let mut text: String = (0..100).map(|level| format!("<a{}>", own(level))).collect();
    text.push_str(&"<b xmlns='x'/>".repeat(1_000));
    assert!(refusal(&text).ends_with("more than 1000000 namespaces in force."), "{}", refusal(&text));
}

#[test]
fn bytes_become_text_in_the_encodings_that_files_have() {
    let wide: Vec<u8> = "\u{FEFF}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(&wide).unwrap(), "<a>é</a>");
    assert_eq!(decode("\u{FEFF}<a>é</a>".as_bytes()).unwrap(), "<a>é</a>");
    assert_eq!(
        decode(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>").unwrap().matches('é').count(),
        1
    );
    assert!(decode(b"<a>\xE9</a>").unwrap_err().message.contains("UTF-8"));
}
