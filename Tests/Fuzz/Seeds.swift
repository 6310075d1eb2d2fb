import Apixo
import Themes

/// Good inputs, from the documents, the program's own files and what it writes itself.
enum Seeds {
    static let answers = [
        #"{"code": 200, "message": "success", "data": {"taskId": "task_12345678"}}"#,
        #"{"code": 200, "message": "success", "data": {"taskId": "task_1", "state": "pending"}}"#,
        #"""
        {"code": 200, "message": "success", "data": {"taskId": "task_1", "state": "success",
         "resultJson": "{\"resultUrls\":[\"https://r2.apixo.ai/img1.png\"]}",
         "createTime": 1767965610929, "completeTime": 1767965652317, "costTime": 41388}}
        """#,
        #"""
        {"code": 200, "data": {"taskId": "task_1", "state": "failed", "failCode": "NSFW",
         "failMsg": "Content does not meet safety guidelines", "costTime": "12"}}
        """#,
        #"{"code": 200, "data": {"state": "success", "resultJson": {"resultUrls": ["https://a.b/c"]}}}"#,
        #"{"code": 400, "message": "Invalid request", "data": {"error": "Missing prompt"}}"#,
        #"{"code": 400, "message": "Insufficient credits", "data": null}"#,
        #"{"code": 401, "message": "Invalid key", "data": {"failCode": "NO"}, "failCode": "X"}"#,
        #"{"code": 429, "message": "Rate limit exceeded", "data": null}"#,
        #"{"code": 500, "message": "", "data": null}"#,
        #"{"code": 200, "message": "success", "data": 74.8700}"#,
        #"{"code": 200, "data": {"balance": "12.5"}}"#,
        "<html><body>502 Bad Gateway</body></html>",
    ]

    static let results = [
        #"{"resultUrls":["https://r2.apixo.ai/img1.png","https://r2.apixo.ai/img2.png"]}"#,
        #"{"tracks":[{"audio_url":"https://cdn.apixo.ai/a.mp3","title":"x"}],"n":[1,2.5,null]}"#,
        #"{"resultUrls":[{"url":"https://r2.apixo.ai/a.mp4"}],"cover":"none"}"#,
        #"["https://a.example/1.png",[["https://a.example/2.png"]],true]"#,
    ]

    static let models = Catalog.builtInFiles.map { String(decoding: $0.bytes, as: UTF8.self) }

    static let themes = [Themes.midnight, Themes.paper].map { String(decoding: $0, as: UTF8.self) }

    static let configurations = [
        """
        base_url = "https://api.apixo.ai/api/v1"
        theme = "paper"
        results_dir = "~/Pictures/apixo"
        """,
        """
        [spend]
        day_tasks = 50
        day_usd = 5.0
        batch_tasks = 10
        batch_usd = 0.5
        [callback]
        listen = "127.0.0.1:8787"
        public_url = "https://example.com/apixo"
        """,
        "# nothing is set\n", "base_url = \"http://127.0.0.1:8080\"\r\n[odd]\r\nkey = 1\r\n",
    ]

    static let keys = ["k-0123456789abcdef\n", " sk-live-AAAA \r\n"]

    static let drafts = [
        #"""
        {"callback_url":"https://me.example/hook","provider":"value","request_type":"callback",
         "values":{"mode":"image-to-image","prompt":"a lake","max_images":4,"web_search":true,
         "image_urls":["https://a.example/1.png","https://a.example/2.png"]}}
        """#,
        #"{"values":{}}"#,
    ]

    static let requests = [
        #"""
        {"request_type":"async","provider":"official","input":{"mode":"text-to-image",
         "prompt":"a\nlake","resolution":"2K","max_images":1}}
        """#,
        #"{"input":{"prompt":"'; rm -rf / #","image_urls":[]},"callback_url":"https://a.b/c"}"#,
    ]

    static let addresses = [
        "https://r2.apixo.ai/a/b.png?x=1#y", "http://127.0.0.1:8080/api/v1/",
        "https://[2001:db8::1]:8443/x.PNG", "http://localhost",
    ]
}
