/// The curl examples of the model pages, as printed there.
enum SeedExamples {
    static let all = [
        #"""
        curl -X POST "https://api.apixo.ai/api/v1/generateTask/seedream-5-0" \
          -H "Authorization: Bearer YOUR_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{
            "request_type": "async",
            "provider": "value",
            "input": {
              "mode": "text-to-image",
              "prompt": "a cozy cyberpunk cafe with neon lights, ultra detailed",
              "max_images": 4,
              "resolution": "2K",
              "aspect_ratio": "16:9",
              "sequential_image_generation": "disabled",
              "output_format": "jpeg"
            }
          }'
        """#,
        #"""
        curl -X POST "https://api.apixo.ai/api/v1/generateTask/seedream-5-0" \
          -H "Authorization: Bearer YOUR_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{
            "request_type": "async",
            "provider": "official",
            "input": {
              "mode": "image-to-image",
              "prompt": "make this scene look like sunrise with warm colors",
              "max_images": 3,
              "resolution": "3K",
              "aspect_ratio": "3:4",
              "sequential_image_generation": "auto",
              "output_format": "png",
              "image_urls": [
                "https://example.com/ref1.jpg",
                "https://example.com/ref2.jpg"
              ]
            }
          }'
        """#,
        #"""
        curl -X POST "https://api.apixo.ai/api/v1/generateTask/seedream-5-0" \
          -H "Authorization: Bearer YOUR_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{
            "request_type": "async",
            "provider": "value",
            "input": {
              "mode": "text-to-image",
              "prompt": "latest flagship smartphone design trends 2024",
              "max_images": 1,
              "resolution": "2K",
              "web_search": true,
              "output_format": "jpeg"
            }
          }'
        """#,
        #"""
        curl -X POST "https://api.apixo.ai/api/v1/generateTask/gpt-image-1" \
          -H "Authorization: Bearer YOUR_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{
            "request_type": "async",
            "input": {
              "mode": "gpt-image-1",
              "prompt": "a cozy cyberpunk cafe with neon lights",
              "aspect_ratio": "3:2",
              "num_images": 2
            }
          }'
        """#,
        #"""
        curl -X POST "https://api.apixo.ai/api/v1/generateTask/gpt-image-1" \
          -H "Authorization: Bearer YOUR_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{
            "request_type": "async",
            "provider": "official",
            "input": {
              "mode": "gpt-image-1",
              "prompt": "a futuristic cityscape at sunset",
              "aspect_ratio": "3:2",
              "num_images": 4,
              "image_urls": [
                "https://example.com/ref1.jpg",
                "https://example.com/ref2.jpg"
              ]
            }
          }'
        """#,
        #"""
        curl -X POST "https://api.apixo.ai/api/v1/generateTask/seedance-1-5-pro" \
          -H "Authorization: Bearer YOUR_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{
            "request_type": "async",
            "provider": "value",
            "input": {
              "mode": "text-to-video",
              "prompt": "a calm seaside sunrise with gentle camera dolly movement",
              "resolution": "720p",
              "duration": 8,
              "sound": true,
              "aspect_ratio": "16:9",
              "fixed_lens": false
            }
          }'
        """#,
        #"""
        curl -X POST "https://api.apixo.ai/api/v1/generateTask/seedance-1-5-pro" \
          -H "Authorization: Bearer YOUR_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{
            "request_type": "callback",
            "callback_url": "https://your-server.com/callback",
            "provider": "official",
            "input": {
              "mode": "image-to-video",
              "prompt": "animate this landscape with moving clouds and wind",
              "resolution": "480p",
              "duration": 4,
              "sound": false,
              "image_urls": [
                "https://example.com/head.jpg",
                "https://example.com/tail.jpg"
              ],
              "aspect_ratio": "1:1"
            }
          }'
        """#,
    ]
}

/// A curl command taken apart.
struct CurlCommand {
    let method: String
    let path: String
    let headers: [(String, String)]
    let body: String

    /// Only the key is changed, and the host left out.
    init?(_ text: String, key: String) {
        let pattern = #/curl -X (\w+) "https:\/\/api\.apixo\.ai([^"]*)"/#
        guard let line = text.firstMatch(of: pattern),
            let body = text.firstMatch(of: #/(?s)-d '(.*)'/#)
        else { return nil }
        method = String(line.1)
        path = String(line.2)
        headers = text.matches(of: #/-H "([^:]+): ([^"]+)"/#).map {
            (String($0.1), String($0.2).replacing("YOUR_API_KEY", with: key))
        }
        self.body = String(body.1)
    }
}
