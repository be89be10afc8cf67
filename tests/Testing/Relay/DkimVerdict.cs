namespace Distributor.Testing.Relay;

/// <summary>What two verifiers say of one mail.</summary>
/// <param name="Signatures">In the order of the headers, the topmost first; none for an unsigned mail.</param>
public sealed record DkimVerdict(IReadOnlyList<DkimSignature> Signatures)
{
    /// <summary>There is a signature, and both verifiers say of each that it holds.</summary>
    public bool IsValid => Signatures.Count > 0 && Signatures.All(signature => signature.Problems.Count == 0);

    /// <summary>For the message of a failed assertion.</summary>
    public override string ToString() =>
        Signatures.Count == 0
            ? "no signature"
            : string.Join(
                "; ",
                Signatures.Select(signature =>
                    $"{signature.Selector}._domainkey.{signature.Domain} ({signature.Algorithm}): "
                    + (signature.Problems.Count == 0 ? "valid" : string.Join(", ", signature.Problems))
                )
            );
}

/// <summary>One DKIM-Signature header.</summary>
/// <param name="Domain">Tag d.</param>
/// <param name="Selector">Tag s.</param>
/// <param name="Algorithm">Tag a, such as <c>rsa-sha256</c>.</param>
/// <param name="SignedHeaders">Tag h, in lower case, in its order; a name may come twice.</param>
/// <param name="Problems">Who finds fault with it and why; none when it holds.</param>
public sealed record DkimSignature(
    string Domain,
    string Selector,
    string Algorithm,
    IReadOnlyList<string> SignedHeaders,
    IReadOnlyList<string> Problems
);
