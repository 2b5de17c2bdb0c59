extension Templates {
    /// The files of `deploy/templates`, compiled in, so that the program needs nothing beside it.
    static let builtInFiles: [(name: String, content: [UInt8])] = [
        ("closing.html.mustache", PackageResources.closing_html_mustache),
        ("closing.text.mustache", PackageResources.closing_text_mustache),
        ("coordinationOpinion.html.mustache", PackageResources.coordinationOpinion_html_mustache),
        ("coordinationOpinion.text.mustache", PackageResources.coordinationOpinion_text_mustache),
        ("decision.html.mustache", PackageResources.decision_html_mustache),
        ("decision.text.mustache", PackageResources.decision_text_mustache),
        ("head.html.mustache", PackageResources.head_html_mustache),
        ("items.html.mustache", PackageResources.items_html_mustache),
        ("items.text.mustache", PackageResources.items_text_mustache),
        ("opinion.html.mustache", PackageResources.opinion_html_mustache),
        ("opinion.text.mustache", PackageResources.opinion_text_mustache),
        ("problems.html.mustache", PackageResources.problems_html_mustache),
        ("problems.text.mustache", PackageResources.problems_text_mustache),
        ("style.html.mustache", PackageResources.style_html_mustache),
    ]
}
