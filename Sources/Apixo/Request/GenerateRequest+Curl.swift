extension GenerateRequest {
    /// The request as a shell command; the key stays a variable for the shell to fill in.
    public func curl(to endpoint: Endpoint) -> String {
        """
        curl -X POST \(endpoint.generateTask(model).withoutControls.shellQuoted) \\
          -H "Authorization: Bearer $APIXO_API_KEY" \\
          -H 'Content-Type: application/json' \\
          -d \(json.prettyText.spellingControls.shellQuoted)
        """
    }
}

extension String {
    /// One word for a shell, whatever is in it.
    fileprivate var shellQuoted: String { "'\(replacing("'", with: "'\\''"))'" }
}
