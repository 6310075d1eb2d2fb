extension GenerateRequest {
    /// The request as a shell command; the key stays a variable for the shell to fill in.
    public func curl(to endpoint: Endpoint) -> String {
        """
        curl -X POST '\(endpoint.generateTask(model))' \\
          -H "Authorization: Bearer $APIXO_API_KEY" \\
          -H 'Content-Type: application/json' \\
          -d '\(json.prettyText.replacing("'", with: "'\\''"))'
        """
    }
}
